package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	client "github.com/daodu/daodu/api/client/testdata/generated"
)

// jobs has everything written about an article, and follows that.
func jobs(ctx context.Context, c *client.ClientWithResponses, article uuid.UUID) {
	wait := "wait=50"
	summary := must(c.WriteSummaryWithResponse(ctx, article, &client.WriteSummaryParams{Prefer: &wait}))("writeSummary", 200)
	check(summary.JSON200.Article.Id != nil && *summary.JSON200.Article.Id == article.String(), "writeSummary", summary.JSON200)
	must(c.GetSummaryWithResponse(ctx, article, nil))("getSummary", 200)
	must(c.WriteOutlineWithResponse(ctx, article, &client.WriteOutlineParams{Prefer: &wait}))("writeOutline", 200)
	must(c.GetOutlineWithResponse(ctx, article, nil))("getOutline", 200)
	must(c.WriteGuideWithResponse(ctx, article, &client.WriteGuideParams{Prefer: &wait}))("writeGuide", 200)
	must(c.GetGuideWithResponse(ctx, article, nil))("getGuide", 200)

	english := "en" // nothing here translates, so that this fails
	bad := must(c.WriteSummaryWithResponse(ctx, article, &client.WriteSummaryParams{Lang: &english}))("writeSummary", 202)
	job := id(bad.JSON202.Id)
	failed := must(c.GetJobWithResponse(ctx, job, &client.GetJobParams{Prefer: &wait}))("getJob", 200)
	check(failed.JSON200.State == "failed" && failed.JSON200.Error != nil, "getJob", failed.JSON200)
	must(c.RetryJobWithResponse(ctx, job, nil))("retryJob", 200)
	must(c.GetJobWithResponse(ctx, job, &client.GetJobParams{Prefer: &wait}))("getJob", 200)
	must(c.CancelJobWithResponse(ctx, job))("cancelJob", 200)
	told := must(c.FollowJobWithResponse(ctx, job, nil))("followJob", 200)
	check(strings.Count(string(told.Body), "event: failed") == 2, "followJob", string(told.Body))
	list := must(c.ListJobsWithResponse(ctx, nil))("listJobs", 200)
	check(len(list.JSON200.Items) == 4, "listJobs", list.JSON200)
	follow(ctx, c)
}

// follow begins to follow all jobs, which would go on without end.
func follow(ctx context.Context, c *client.ClientWithResponses) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	all, err := c.FollowAll(ctx, nil)
	check(err == nil && all.StatusCode == 200, "followAll", err)
	all.Body.Close() // nothing of it is needed
	fmt.Println("followAll")
}

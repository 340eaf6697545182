// Command drive uses every route of a server through a generated client, and prints the
// names of the operations that answered as they should.
package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"mime/multipart"
	"net/http"
	"os"
	"strings"

	"github.com/google/uuid"

	client "github.com/daodu/daodu/api/client/testdata/generated"
)

const text = "云溪市总工会今天召开全市工会工作会议，部署全年重点任务。会议要求，到今年年底新建职工书屋30个，培训职工5000人次以上。"

// An answer is what every generated answer can tell.
type answer interface {
	StatusCode() int
	ContentType() string
}

// must ends the program unless an operation answered with a status.
func must[A answer](a A, err error) func(operation string, status int) A {
	return func(operation string, status int) A {
		if err != nil {
			log.Fatalf("%s: %v", operation, err)
		}
		if a.StatusCode() != status {
			log.Fatalf("%s: status %d (%s), want %d", operation, a.StatusCode(), a.ContentType(), status)
		}
		fmt.Println(operation)
		return a
	}
}

// check ends the program when an answer does not say what it should.
func check(ok bool, operation string, answer any) {
	if !ok {
		log.Fatalf("%s: %+v", operation, answer)
	}
}

func main() {
	log.SetFlags(0)
	ctx := context.Background()
	withKey := client.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+os.Args[2])
		return nil
	})
	c, err := client.NewClientWithResponses(os.Args[1], withKey)
	if err != nil {
		log.Fatal(err)
	}
	must(c.IsAliveWithResponse(ctx))("isAlive", 200)
	must(c.IsReadyWithResponse(ctx))("isReady", 200)
	me := must(c.WhoAmIWithResponse(ctx, nil))("whoAmI", 200)
	check(me.JSON200.Role == "admin" && me.JSON200.Key != nil, "whoAmI", me.JSON200)
	articles(ctx, c)
	changes := must(c.ListChangesWithResponse(ctx, nil))("listChanges", 200)
	check(len(changes.JSON200.Items) >= 3, "listChanges", changes.JSON200)
	keys := must(c.ListKeysWithResponse(ctx, nil))("listKeys", 200)
	check(len(keys.JSON200.Items) == 1, "listKeys", keys.JSON200)
	groups(ctx, c)
	must(c.RevokeKeyWithResponse(ctx, id(me.JSON200.Key.Id)))("revokeKey", 204)
}

// articles adds articles, looks at them in every way, and removes one.
func articles(ctx context.Context, c *client.ClientWithResponses) {
	words, title := text, "全市工会工作会议"
	once := "driver/1"
	params := &client.AddArticlesParams{IdempotencyKey: &once}
	added := must(c.AddArticlesWithResponse(ctx, params, client.AddArticlesJSONRequestBody{Text: &words, Title: &title}))("addArticles", 201)
	check(len(added.JSON201.Items) == 1 && added.JSON201.Items[0].Outcome == "added", "addArticles", added.JSON201)
	again := must(c.AddArticlesWithResponse(ctx, params, client.AddArticlesJSONRequestBody{Text: &words, Title: &title}))("addArticles", 201)
	check(again.HTTPResponse.Header.Get("Idempotency-Replayed") == "true", "addArticles", again.HTTPResponse.Header)
	article := id(*added.JSON201.Items[0].Id)
	body, media := form("a.txt", text+"这是又一份。")
	must(c.AddArticlesWithBodyWithResponse(ctx, nil, media, body))("addArticles", 201)

	limit := int64(1)
	page := must(c.ListArticlesWithResponse(ctx, &client.ListArticlesParams{Limit: &limit}))("listArticles", 200)
	check(len(page.JSON200.Items) == 1 && page.JSON200.NextCursor != nil, "listArticles", page.JSON200)
	page = must(c.ListArticlesWithResponse(ctx, &client.ListArticlesParams{Limit: &limit, Cursor: page.JSON200.NextCursor}))("listArticles", 200)
	check(page.JSON200.Items[0].Title == title, "listArticles", page.JSON200)

	got := must(c.GetArticleWithResponse(ctx, article, nil))("getArticle", 200)
	check(got.JSON200.Text == text && *got.JSON200.Title == title, "getArticle", got.JSON200)
	etag := got.HTTPResponse.Header.Get("ETag")
	must(c.GetArticleWithResponse(ctx, article, &client.GetArticleParams{IfNoneMatch: &etag}))("getArticle", 304)
	alone := must(c.GetTextWithResponse(ctx, article, nil))("getText", 200)
	check(string(alone.Body) == text, "getText", string(alone.Body))
	damage := must(c.GetDamageWithResponse(ctx, article, nil))("getDamage", 200)
	check(len(damage.JSON200.Items) > 0, "getDamage", damage.JSON200)
	related := must(c.ListRelatedWithResponse(ctx, article, nil))("listRelated", 200)
	check(len(related.JSON200.Items) == 1, "listRelated", related.JSON200)
	reuse := must(c.ListReuseWithResponse(ctx, article, nil))("listReuse", 200)
	check(len(reuse.JSON200.Items) == 1, "listReuse", reuse.JSON200)
	export := must(c.ExportArticleWithResponse(ctx, article, nil))("exportArticle", 200)
	check(strings.Contains(string(export.Body), title), "exportArticle", string(export.Body))
	hits := must(c.SearchWithResponse(ctx, &client.SearchParams{Q: "職工書屋"}))("search", 200)
	check(len(hits.JSON200.Items) == 2, "search", hits.JSON200)
	jobs(ctx, c, article)
	must(c.RemoveArticleWithResponse(ctx, article))("removeArticle", 204)
}

// id reads an ID.
func id(s string) uuid.UUID {
	u, err := uuid.Parse(s)
	if err != nil {
		log.Fatal(err)
	}
	return u
}

// form makes a form with one file.
func form(name, text string) (body *bytes.Buffer, mediaType string) {
	body = new(bytes.Buffer)
	w := multipart.NewWriter(body)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write([]byte(text))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		log.Fatal(err)
	}
	return body, w.FormDataContentType()
}

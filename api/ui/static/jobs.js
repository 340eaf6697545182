// Following what is being written. One stream tells of all jobs: browsers open only a few
// connections to a server.
import { word } from "./page.js";

const types = ["queued", "started", "progress", "retrying", "returned", "done", "failed", "cancelled"];
const watched = new Map(); // by the job's ID: what to call with its news
let stream;

function listen() {
  stream ??= (() => {
    const source = new EventSource("/api/v1/events");
    for (const type of types) {
      source.addEventListener(type, (event) => {
        const { job } = JSON.parse(event.data);
        watched.get(job.id)?.(job);
      });
    }
    source.opened = new Promise((open) => {
      source.onopen = open;
      source.addEventListener("error", open, { once: true }); // jobs are asked for then
    });
    return source;
  })();
  return stream.opened;
}

// end resolves with a job once it has ended; tell gets each state before that.
function end(job, tell) {
  return new Promise((resolve) => {
    let timer;
    const news = (j) => {
      if (!["done", "failed", "cancelled"].includes(j.state)) {
        tell(j);
        return;
      }
      clearInterval(timer);
      watched.delete(job.id);
      if (watched.size === 0) {
        stream?.close();
        stream = undefined;
      }
      resolve(j);
    };
    const ask = async () => {
      const answer = await fetch(`/api/v1/jobs/${job.id}`).catch(() => null);
      if (answer?.ok && watched.has(job.id)) news(await answer.json());
    };
    watched.set(job.id, news);
    listen().then(ask); // it may have ended before the stream began
    timer = setInterval(ask, 20_000); // streams may break without a word
  });
}

// write orders one artifact of an article and resolves when it is there. tell gets what to
// show; lang is the language of words that are not the text's own, that of the text
// without one.
export async function write(article, kind, tell, lang = "") {
  const text = word("writing", word(kind));
  tell(text);
  const answer = await fetch(`/api/v1/articles/${article}/${kind}${lang && `?lang=${lang}`}`, { method: "POST" });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.detail ?? word("failed"));
  if (answer.status !== 202) return;
  await finish(body, tell);
}

// newest returns the newest job that writes one artifact of an article, if there is one.
export async function newest(article, kind) {
  const answer = await fetch(`/api/v1/jobs?article=${article}&kind=${kind}&limit=1`).catch(() => null);
  if (!answer?.ok) return undefined;
  return (await answer.json()).items[0];
}

// finish resolves when a job has ended well.
export async function finish(job, tell) {
  const ended = await end(job, (j) => tell(j.state === "queued" ? word("queued") : word("writing", word(j.kind))));
  if (ended.state !== "done") throw new Error(ended.error || word("failed"));
}

// follow tells how far the jobs of an addition are: a share of 0 to 1, and words.
export async function follow(item, tell) {
  const jobs = item.jobs ?? [];
  if (jobs.length === 0) {
    tell(1, word(item.outcome));
    return;
  }
  const shares = jobs.map(() => 0);
  const total = () => shares.reduce((sum, s) => sum + s, 0) / jobs.length;
  const ended = await Promise.all(jobs.map(async (job, i) => {
    const last = await end(job, (j) => {
      shares[i] = j.progress ?? 0;
      tell(total() * 0.99, j.state === "queued" ? word("queued") : word("writing", word(j.kind)));
    });
    shares[i] = 1;
    tell(total() * 0.99, word("writing", word(job.kind)));
    return last;
  }));
  const failed = ended.find((j) => j.state !== "done");
  tell(1, failed ? `${word("added")} · ${failed.error || word("failed")}` : word("written"));
}

package main

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/daodu/daodu"
)

// astral is a speech with letters beyond the basic plane, which take two units in a
// browser, before and within the words that points quote.
const astral = "在全市𠮷祥里社区工作会议上的讲话\n\n（2025年3月18日）\n\n市总工会主席 𠀋小明\n\n同志们：\n\n今天，我们在𠮷祥里社区召开工作会议，主要任务是总结经验、部署全年工作。\n\n" +
	"一、𡃁仔学艺，办好职工夜校\n\n全市新建职工夜校36所，𠮷祥里夜校招收学员1280人，比上年增长24.5%。要安排专项资金800万元，6月底前建成实训点12个。𠀋小明同志要求，必须在10月前完成验收。\n\n" +
	"二、守住底线，抓好安全生产\n\n去年全市发生事故17起，比上年下降三成。各单位主要负责人是第一责任人，不得瞒报、漏报。要在9月底前对全部412家企业检查一遍，𠮷祥里市场列为重点。\n"

// TestPagesPoints clicks every point of every artifact and holds what lights up against
// the quotes: the same words at the same place.
func TestPagesPoints(t *testing.T) {
	t.Parallel()
	p := paging(t)
	b := p.browse(1366, 900)
	for name, id := range map[string]string{
		"astral": p.upload("astral.txt", []byte(astral)), "speech": p.example("speech.txt"),
		"Traditional": p.example("notice-hant.txt"), "damaged": p.example("sharing-site.txt"),
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			article, err := p.store.Article(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			for _, view := range []string{"tab=summary", "tab=outline", "tab=guide", "tab=guide&view=terms", "tab=guide&view=facts", "tab=guide&view=discuss"} {
				b.open("/articles/" + id + "?" + view)
				b.points(article)
			}
		})
	}
	b.t = t
	b.sound()
}

// spanOf reads the first stretch of a place such as "12-45,60-70".
func spanOf(place string) (s daodu.Span, ok bool) {
	n, err := fmt.Sscanf(place, "%d-%d", &s.Start, &s.End)
	return s, n == 2 && err == nil
}

// points clicks every cite of a tab.
func (b *tab) points(a *daodu.Article) {
	b.t.Helper()
	runes := []rune(a.Text)
	var places []string
	b.eval(`[...document.querySelectorAll("#panel a.cite")].map(c => c.dataset.at)`, &places)
	for i, place := range places {
		b.eval(fmt.Sprintf(`document.querySelectorAll("#panel a.cite")[%d].click()`, i), nil)
		span, ok := spanOf(place)
		if !ok {
			b.t.Fatalf("point %d is at %q", i, place)
		}
		from, to := span.Start, span.End
		words, start := b.lit()
		want := string(runes[from:to])
		if strings.Contains(place, ",") { // several stretches of one sentence
			words = words[:min(len(words), len(want))]
		}
		if strings.ReplaceAll(words, "\n", "") != strings.ReplaceAll(want, "\n", "") || start != from {
			b.t.Errorf("point %d at %s lights up %q at %d, want %q", i, place, words, start, want)
		}
	}
	if len(places) == 0 && a.Length > 1000 && b.text(`document.querySelector(".tabbody").dataset.tab`) != "guide" {
		b.t.Error("no point to click")
	}
}

// TestPagesSentence clicks a sentence and gets the points that rest on it.
func TestPagesSentence(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("speech.txt")
	b := p.browse(1366, 900)
	b.open("/articles/" + id)
	var sentence string
	b.eval(`document.querySelector(".s.c").textContent`, &sentence)
	b.eval(`document.querySelector(".s.c").click()`, nil)
	b.until(`document.querySelector("#resting .point")`)
	if words, _ := b.lit(); words != sentence {
		t.Errorf("lit: %q, want the sentence %q", words, sentence)
	}
	points := b.text(`[...document.querySelectorAll("#resting .saying")].map(p => p.textContent.trim()).join("\n")`)
	for line := range strings.SplitSeq(points, "\n") {
		if !strings.Contains(sentence, strings.TrimRight(line, "。")) && !strings.Contains(line, strings.TrimRight(sentence, "。")) {
			t.Errorf("the point %q does not rest on %q", line, sentence)
		}
	}
	b.eval(`document.querySelector('[data-close="resting"]').click()`, nil)
	b.until(`document.getElementById("resting").hidden`)
	b.sound()
}

// TestPagesAdd adds texts by the file dialog and by drag and drop, in a library that is
// empty at first.
func TestPagesAdd(t *testing.T) {
	t.Parallel()
	p := paging(t)
	b := p.browse(1366, 900)
	b.open("/")
	if !strings.Contains(b.text(`document.querySelector(".empty").innerText`), "例子") {
		t.Error("an empty library offers no example")
	}
	// Every state that a row shows is noted.
	b.eval(`window.states = []; new MutationObserver(() => states.push(document.getElementById("uploads").innerText)).observe(document.getElementById("uploads"), {subtree: true, childList: true, characterData: true}); 0`, nil)
	examples, err := filepath.Abs(filepath.Join("..", "..", "examples"))
	if err != nil {
		t.Fatal(err)
	}
	b.run(chromedp.SetUploadFiles("#files", []string{filepath.Join(examples, "speech.txt"), filepath.Join(examples, "minutes.docx")}))
	b.until(`document.querySelectorAll("#uploads a").length === 2`)
	b.eval(`(() => {
		const data = new DataTransfer();
		data.items.add(new File(["云溪市总工会今天召开座谈会，听取一线职工的意见。会议指出，要把职工的事情办好，今年新建职工书屋30个。"], "座谈会<b>.txt", {type: "text/plain"}));
		data.items.add(new File([new Uint8Array([0, 1, 2, 3])], "noise.bin"));
		for (const type of ["dragenter", "dragover", "drop"]) document.getElementById("drop").dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: data}));
	})()`, nil)
	b.until(`document.querySelectorAll("#uploads a").length === 3 && document.querySelector("#uploads .failed")`)
	if got := b.text(`document.querySelector("#uploads .failed").innerText`); got == "" {
		t.Error("what cannot be read has no reason")
	}
	b.until(`document.querySelectorAll("#uploads .done").length === 3 && [...document.querySelectorAll("#uploads .done")].every(s => s.innerText === "已写好")`)
	if got := b.text(`states.join("|")`); !strings.Contains(got, "已添加") || !strings.Contains(got, "读取") && !strings.Contains(got, "上传") || !strings.Contains(got, "正在写") {
		t.Errorf("progress: %s", got)
	}
	b.eval(`document.querySelector("#uploads a").click()`, nil)
	b.until(`document.querySelector(".desk .headlinepoint") && ` + loaded)
	b.sound()
}

// TestPagesExample takes the example of an empty library.
func TestPagesExample(t *testing.T) {
	t.Parallel()
	p := paging(t)
	b := p.browse(1366, 900)
	b.open("/")
	b.eval(`document.querySelector(".empty button").click()`, nil)
	b.until(`document.querySelector(".desk") && ` + loaded)
	if got := b.text(`document.querySelector("h1").innerText`); got != "在全市职工技能提升三年行动动员会上的讲话" {
		t.Errorf("title %q", got)
	}
	b.until(`document.querySelector(".headlinepoint")`) // once it is written
	b.sound()
}

// TestPagesStudy goes through the tabs, the quiz, the cards, the map and what can be taken
// along.
func TestPagesStudy(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("speech.txt")
	b := p.browse(1366, 900)
	b.open("/articles/" + id)
	t.Run("tabs", func(t *testing.T) {
		b.t = t
		for _, name := range []string{"outline", "guide", "related", "report", "summary"} {
			b.eval(fmt.Sprintf(`document.querySelector('.tabs a[data-tab=%q]').click()`, name), nil)
			b.until(fmt.Sprintf(`document.querySelector(".tabbody").dataset.tab === %q && document.querySelector('.tabs a[aria-current]').dataset.tab === %[1]q`, name))
			if got := b.text("location.search"); !strings.Contains(got, "tab="+name) {
				t.Errorf("the address of the tab %s is %s", name, got)
			}
		}
		b.run(chromedp.NavigateBack())
		b.until(`document.querySelector(".tabbody").dataset.tab === "report"`)
	})
	t.Run("quiz", func(t *testing.T) {
		b.t = t
		b.open("/articles/" + id + "?tab=guide&view=quiz")
		b.quiz()
	})
	t.Run("cards", func(t *testing.T) {
		b.t = t
		b.open("/articles/" + id + "?tab=guide&view=cards")
		b.cards()
	})
	t.Run("map", func(t *testing.T) {
		b.t = t
		b.open("/articles/" + id + "?tab=outline")
		b.mindMap()
	})
	t.Run("fold", func(t *testing.T) {
		b.t = t
		b.open("/articles/" + id + "?tab=outline")
		b.eval(`document.querySelector('[data-fold="close"]').click()`, nil)
		b.until(`document.querySelectorAll(".tree details[open]").length === 0 && document.querySelectorAll(".tree details").length > 0`)
		b.eval(`document.querySelector('[data-fold="open"]').click()`, nil)
		b.until(`document.querySelectorAll(".tree details:not([open])").length === 0`)
	})
	t.Run("exports", func(t *testing.T) {
		b.t = t
		var links []string
		b.eval(`[...document.querySelectorAll(".take a")].map(a => a.href)`, &links)
		if len(links) < 3 {
			t.Fatalf("exports: %v", links)
		}
		for _, link := range links {
			res, err := http.Get(link)
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(res.Body)
			res.Body.Close()
			if err != nil || res.StatusCode != http.StatusOK || len(data) < 100 || !strings.Contains(res.Header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s: %d, %d bytes, %q, %v", link, res.StatusCode, len(data), res.Header.Get("Content-Disposition"), err)
			}
		}
	})
	b.t = t
	b.sound()
}

// quiz answers a choice wrong, a choice or gap right, and counts.
func (b *tab) quiz() {
	b.t.Helper()
	var asked int
	b.eval(`document.querySelectorAll(".question").length`, &asked)
	right := 0
	for i := range asked {
		wrong := i == 0
		var result string
		b.eval(fmt.Sprintf(`(() => {
			const q = document.querySelectorAll(".question")[%d], wrong = %v;
			const options = [...q.querySelectorAll("input[type=radio]")];
			if (options.length) options.find(o => (o.value === q.dataset.answer) !== wrong).click();
			else { q.querySelector("input").value = wrong ? "甲乙丙丁" : q.dataset.answer; q.querySelector("form").requestSubmit(); }
			return [q.querySelector(".judged").innerText, q.querySelector(".key").open].join();
		})()`, i, wrong), &result)
		want := "答对了,true"
		if wrong {
			want = "不对,true"
		} else {
			right++
		}
		if result != want {
			b.t.Errorf("question %d: %s, want %s", i+1, result, want)
		}
		if words, _ := b.lit(); words == "" {
			b.t.Errorf("question %d: its evidence is not lit up", i+1)
		}
	}
	if got, want := b.text(`document.querySelector(".score").innerText`), fmt.Sprintf("答对 %d / %d", right, asked); got != want || asked < 4 {
		b.t.Errorf("score %q, want %q", got, want)
	}
}

// cards answers all cards; the browser keeps when they are due.
func (b *tab) cards() {
	b.t.Helper()
	var n int
	b.eval(`document.querySelectorAll(".flashcard").length`, &n)
	if n < 3 {
		b.t.Fatalf("%d cards", n)
	}
	for i := range n {
		grade := "good"
		if i == 0 {
			grade = "again"
		}
		b.eval(`document.querySelector(".stage .primary").click()`, nil)
		b.until(`document.querySelector(".stage .back")`)
		b.eval(fmt.Sprintf(`document.querySelector('.stage [data-grade=%s]').click()`, grade), nil)
	}
	b.until(`document.querySelector(".stage").hidden && document.querySelector(".deckstate").innerText.includes("复习完了")`)
	var kept []float64
	b.eval(`Object.values(JSON.parse(localStorage["daodu.cards"])).map(c => Math.round((c.due - Date.now()) / 60000))`, &kept)
	day, soon := 0, 0
	for _, minutes := range kept {
		switch {
		case minutes > 1400 && minutes <= 1440:
			day++
		case minutes > 5 && minutes <= 10:
			soon++
		}
	}
	if len(kept) != n || day != n-1 || soon != 1 {
		b.t.Errorf("of %d cards %d are due in a day and %d in ten minutes: %v", n, day, soon, kept)
	}
}

// mindMap opens the map, folds it by keys, and goes to the text from a node.
func (b *tab) mindMap() {
	b.t.Helper()
	b.eval(`document.querySelector("[data-map]").focus()`, nil)
	b.run(chromedp.KeyEvent(kb.Enter))
	b.until(`document.activeElement?.matches(".mapbox .node")`)
	count := `[...document.querySelectorAll(".mapbox .node")].filter(n => n.checkVisibility() && n.getBoundingClientRect().width > 0).length`
	var before, after int
	b.eval(count, &before)
	b.run(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(" "))
	b.eval(count, &after)
	if folded := b.text(`document.activeElement.getAttribute("aria-expanded")`); folded != "false" || after >= before {
		b.t.Errorf("folded: %s, %d nodes before and %d after", folded, before, after)
	}
	b.mapPicture()
	b.eval(`document.querySelector(".mapbox .node[data-start]").dispatchEvent(new MouseEvent("click", {bubbles: true}))`, nil)
	b.until(`!document.querySelector(".mapbox") && [...(CSS.highlights.get("lit") ?? [])].length > 0`)
}

// mapPicture takes the map away as a picture, which is as sharp as print wants it and shows
// something.
func (b *tab) mapPicture() {
	b.t.Helper()
	b.eval(`(() => {
		window.saved = {};
		HTMLAnchorElement.prototype.click = function () {
			const image = new Image();
			image.src = this.href;
			image.decode().then(() => {
				const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
				canvas.drawImage(image, 0, 0);
				const colours = new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer));
				saved = { name: this.download, width: image.width, colours: colours.size };
			});
		};
		[...document.querySelectorAll(".mapbar button")].find(b => b.innerText.includes("PNG")).click();
	})()`, nil)
	b.until(`saved.name`)
	var saved struct {
		Name           string
		Width, Colours int
	}
	b.eval("saved", &saved)
	var width float64
	b.eval(`Number(document.querySelector(".mapbox svg").getAttribute("width"))`, &width)
	if !strings.HasSuffix(saved.Name, ".png") || saved.Colours < 5 || float64(saved.Width) < min(2*width, 8000)-2 {
		b.t.Errorf("the picture of a map %.0f wide: %+v", width, saved)
	}
}

// TestPagesSearch types words and gets results without a button, in either script.
func TestPagesSearch(t *testing.T) {
	t.Parallel()
	p := paging(t)
	p.example("speech.txt")
	p.example("notice-hant.txt")
	b := p.browse(1366, 900)
	b.open("/")
	for _, tt := range []struct{ words, want string }{{"防暑", "防暑"}, {"技能提升", "技能提升"}, {"職工技能", "职工技能"}} {
		b.eval(`(() => { const q = document.getElementById("q"); q.value = ""; q.focus(); })()`, nil)
		b.run(chromedp.SendKeys("#q", tt.words))
		b.until(fmt.Sprintf(`location.search.includes(encodeURIComponent(%q)) && document.querySelector("#results .card h2")?.innerText.includes(%q)`, tt.words, tt.want))
		if got := b.text(`document.querySelector("#results mark").innerText`); got == "" {
			t.Errorf("%s: no word is marked", tt.words)
		}
	}
	b.eval(`document.querySelector(".excerpt a").click()`, nil)
	b.until(`document.querySelector(".desk") && ` + loaded + ` && [...(CSS.highlights.get("lit") ?? [])].length > 0`)
	b.sound()
}

// TestPagesCompare shows what two articles share.
func TestPagesCompare(t *testing.T) {
	t.Parallel()
	p := paging(t)
	first := p.example("speech.txt")
	second := p.example("minutes.docx")
	b := p.browse(1366, 900)
	b.open("/compare?a=" + first + "&b=" + second)
	if got := b.text(`document.querySelectorAll(".pairs .passage").length`); got == "0" {
		t.Error("no shared passage")
	}
	for _, side := range []string{"first", "last"} {
		if got := b.text(fmt.Sprintf(`document.querySelector(".comparepage > .two > section:%s-child").innerText`, side)); len(got) < 50 {
			t.Errorf("%s: %q", side, got)
		}
	}
	b.sound()
}

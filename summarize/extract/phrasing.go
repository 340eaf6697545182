package extract

import "strings"

// A phrasing holds the words in which questions are asked, in one script. What asks
// stands where the answer stood, as Chinese has it: 安排资金多少元？
type phrasing struct {
	topic     string // before a question that does not name its matter: heading
	article   string // the same for the number of an article
	amount    string // for a figure
	when      string // for a date by which something is due
	who       string // for a person
	body      string // for a body that has to do something
	document  string // for a title in 《》
	what      string // behind 在于
	marked    string // what a term with its own marks means
	membersOf string // what is counted by a term with its own marks: term, number
	duty      string // who is asked of
	ofWhom    string // what is asked of somebody: the words
	handled   string // a case: the words
	done      string // what is to be done about a matter: the words
	aim       string // what is asked for: the words
	cause     string // what is said to follow: the words
	inPart    string // which part has a heading: the heading
	change    string // how much something has grown: subject, verb, unit
	office    string // who holds an office: the office
	summed    string // which term sums words up: the words
	listed    string // a list of words: number, ending
	due       string // what has to be done by a date: who and the date
	which     string // before the noun that sums a list up
	run       string // what parallel clauses say: how they begin, their number
}

var hansPhrasing = phrasing{
	topic: "关于“%s”：", article: "按照%s，",
	amount: "多少", when: "最迟什么时候", who: "谁", body: "由哪个单位", document: "哪份文件", what: "什么",
	marked:    "文中的%s指什么？",
	membersOf: "文中的%s具体指哪%s项？",
	duty:      "文中对%s提出了什么要求？",
	ofWhom:    "文中要求“%s”，这是对谁提出的？",
	handled:   "%s，文中是怎样规定的？",
	done:      "%s，文中要求怎么做？",
	aim:       "文中要求“%s”，目的是什么？",
	cause:     "文中说“%s”，原因是什么？",
	inPart:    "“%s”是在哪一部分提出来的？",
	change:    "%s%s了多少%s？",
	office:    "文中提到的%s是谁？",
	summed:    "文中用哪个提法概括“%s”？",
	listed:    "（填%s项，都以“%s”结尾）",
	which:     "哪些",
	due:       "%s要做什么？",
	run:       "文中连续用“%s”提出了哪%s个方面的内容？",
}

var hantPhrasing = phrasing{
	topic: "關於「%s」：", article: "按照%s，",
	amount: "多少", when: "最遲什麼時候", who: "誰", body: "由哪個單位", document: "哪份文件", what: "什麼",
	marked:    "文中的%s指什麼？",
	membersOf: "文中的%s具體指哪%s項？",
	duty:      "文中對%s提出了什麼要求？",
	ofWhom:    "文中要求「%s」，這是對誰提出的？",
	handled:   "%s，文中是怎樣規定的？",
	done:      "%s，文中要求怎麼做？",
	aim:       "文中要求「%s」，目的是什麼？",
	cause:     "文中說「%s」，原因是什麼？",
	inPart:    "「%s」是在哪一部分提出來的？",
	change:    "%s%s了多少%s？",
	office:    "文中提到的%s是誰？",
	summed:    "文中用哪個提法概括「%s」？",
	listed:    "（填%s項，都以「%s」結尾）",
	which:     "哪些",
	due:       "%s要做什麼？",
	run:       "文中連續用「%s」提出了哪%s個方面的內容？",
}

// phrasing returns the words for questions in the script of t.own.
func (t *text) phrasing() *phrasing {
	if t.own == &hant {
		return &hantPhrasing
	}
	return &hansPhrasing
}

// numeral writes a small number in the script of the questions.
func (t *text) numeral(n int) string {
	if t.own == &hant {
		return strings.NewReplacer("两", "兩", "几", "幾").Replace(numeral(n))
	}
	return numeral(n)
}

// An aim is what a section is for, as far as a group can talk about it.
type aim int

const (
	aimAct        aim = iota // asks for something to be done
	aimFigure                // sets figures to be reached
	aimDeadline              // sets dates
	aimProblem               // names what is wrong
	aimExperience            // tells what was done well
	aimRule                  // forbids or allows
	aimMeaning               // says how something is to be understood
	aimBody                  // says who is responsible
	aimCount      = iota
)

// discussing asks a group about a section, by its aim. %s is the heading, or the words
// of the section that ask for something.
var discussing = map[*phrasing][aimCount]string{
	&hansPhrasing: {
		aimAct:        "结合本单位、本岗位的实际，谈谈怎样落实“%s”。",
		aimFigure:     "“%s”定下的指标中，哪些同我们直接有关？现在做到了多少，差在哪里？",
		aimDeadline:   "“%s”给出了完成时限。我们怎样排时间表，谁来做，做到什么程度？",
		aimProblem:    "“%s”讲到的问题，在我们身边有哪些表现？根子在哪里？",
		aimExperience: "“%s”讲到的做法，哪些我们可以照着做，哪些需要先具备条件？",
		aimRule:       "“%s”的规定，在我们的工作中会碰到哪些情形？怎样做才算做到了？",
		aimMeaning:    "读了“%s”，我们的认识有哪些提高？怎样同自己的工作联系起来？",
		aimBody:       "按照“%s”的要求，责任在我们这里怎样分到人，由谁来检查？",
	},
	&hantPhrasing: {
		aimAct:        "結合本單位、本崗位的實際，談談怎樣落實「%s」。",
		aimFigure:     "「%s」定下的指標中，哪些同我們直接有關？現在做到了多少，差在哪裡？",
		aimDeadline:   "「%s」給出了完成時限。我們怎樣排時間表，誰來做，做到什麼程度？",
		aimProblem:    "「%s」講到的問題，在我們身邊有哪些表現？根子在哪裡？",
		aimExperience: "「%s」講到的做法，哪些我們可以照著做，哪些需要先具備條件？",
		aimRule:       "「%s」的規定，在我們的工作中會碰到哪些情形？怎樣做才算做到了？",
		aimMeaning:    "讀了「%s」，我們的認識有哪些提高？怎樣同自己的工作聯繫起來？",
		aimBody:       "按照「%s」的要求，責任在我們這裡怎樣分到人，由誰來檢查？",
	},
}

// trimmed takes the marks off that close a clause.
func trimmed(s string) string { return strings.Trim(s, "。；;：:，,！!、？? \n") }

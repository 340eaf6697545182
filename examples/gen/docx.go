//go:build ignore

// Command docx writes examples/minutes.docx, the minutes of a study group with
// the things a Word reader has to get right: heading styles, a list numbered by
// Word itself, a table, a header and footer with page fields, and tracked changes.
//
// Usage, from the module root:
//
//	go run examples/gen/docx.go -o examples/minutes.docx
//
// The same Go source always gives the same bytes: entries are stored without
// compression, whose output may differ between Go releases, under one fixed time.
package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// A run is a stretch of text. At most one of deleted and inserted is set; both
// are changes that nobody has accepted yet.
type run struct {
	text     string
	deleted  bool
	inserted bool
}

// A paragraph is one w:p. Word itself puts 一、 二、 before a numbered one, so its
// text does not hold the number.
type paragraph struct {
	style    string // w:styleId; "" is body text
	numbered bool
	runs     []run
}

// A table is a row-major list of cells; the first row is the head.
type table [][]string

func main() {
	out := flag.String("o", "minutes.docx", "`file` to write")
	flag.Parse()
	var buf bytes.Buffer
	if err := write(&buf, parts()); err != nil {
		fmt.Fprintln(os.Stderr, "docx:", err)
		os.Exit(1)
	}
	if err := os.WriteFile(*out, buf.Bytes(), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "docx:", err)
		os.Exit(1)
	}
}

// A part is one file of the package.
type part struct{ name, body string }

// parts lists the files of the package; [Content_Types].xml has to come first.
func parts() []part {
	return []part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", coreProperties},
		{"word/document.xml", document()},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", styles},
		{"word/numbering.xml", numbering},
		{"word/header1.xml", header},
		{"word/footer1.xml", footer},
	}
}

// write packs ps into a zip whose bytes depend on ps alone.
func write(w io.Writer, ps []part) error {
	z := zip.NewWriter(w)
	for _, p := range ps {
		f, err := z.CreateHeader(&zip.FileHeader{
			Name:     p.name,
			Method:   zip.Store,
			Modified: time.Date(2025, 9, 28, 9, 0, 0, 0, time.UTC),
		})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xmlHead+p.body); err != nil {
			return err
		}
	}
	return z.Close()
}

// A body collects word/document.xml.
type body struct {
	strings.Builder
	changes int // tracked changes so far; each needs an id of its own
}

// document returns word/document.xml: the paragraphs, with the table between
// the heading of the tasks and the closing paragraphs.
func document() string {
	var b body
	b.WriteString(`<w:document ` + namespaces + `><w:body>`)
	b.paragraphs(opening)
	b.table(tasks)
	b.paragraphs(closing)
	b.WriteString(sectionProperties + `</w:body></w:document>`)
	return b.String()
}

func (b *body) paragraphs(ps []paragraph) {
	for _, p := range ps {
		b.WriteString(`<w:p><w:pPr>`)
		if p.style != "" {
			fmt.Fprintf(b, `<w:pStyle w:val="%s"/>`, p.style)
		}
		if p.numbered {
			b.WriteString(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`)
		}
		b.WriteString(`</w:pPr>`)
		for _, r := range p.runs {
			b.run(r)
		}
		b.WriteString(`</w:p>`)
	}
}

func (b *body) run(r run) {
	const format = `<w:r><w:%[1]s xml:space="preserve">%[2]s</w:%[1]s></w:r>`
	switch {
	case r.deleted:
		b.change("del", fmt.Sprintf(format, "delText", escape(r.text)))
	case r.inserted:
		b.change("ins", fmt.Sprintf(format, "t", escape(r.text)))
	default:
		fmt.Fprintf(b, format, "t", escape(r.text))
	}
}

// change wraps a run in a tracked change of the given kind, ins or del.
func (b *body) change(kind, run string) {
	b.changes++
	fmt.Fprintf(b, `<w:%[1]s w:id="%[2]d" w:author="邱雨晴" w:date="2025-09-27T08:30:00Z">%[3]s</w:%[1]s>`,
		kind, b.changes, run)
}

func (b *body) table(t table) {
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>`)
	b.WriteString(`<w:tblGrid>` + strings.Repeat(`<w:gridCol w:w="2800"/>`, len(t[0])) + `</w:tblGrid>`)
	for _, row := range t {
		b.WriteString(`<w:tr>`)
		for _, cell := range row {
			b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="2800" w:type="dxa"/></w:tcPr>`)
			b.paragraphs([]paragraph{text(cell)})
			b.WriteString(`</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}

// Short forms for the tables below.
func text(s string) paragraph          { return paragraph{runs: []run{{text: s}}} }
func styled(style, s string) paragraph { return paragraph{style: style, runs: []run{{text: s}}} }
func item(runs ...run) paragraph       { return paragraph{numbered: true, runs: runs} }

// opening is everything above the table.
var opening = []paragraph{
	styled("Title", "青石机械厂职工理论学习小组第七次学习会纪要"),
	styled("Subtitle", "（2025年9月26日）"),
	styled("Heading1", "会议概况"),
	text("2025年9月26日下午，青石机械厂职工理论学习小组在装配车间二楼会议室召开第七次学习会，集体学习周明远同志在全市职工技能提升三年行动动员会上的讲话，并结合本厂实际开展讨论。会议由学习小组组长、厂工会主席魏桂芳主持，12名组员到会，2名组员因当班请假。"),
	{runs: []run{
		{text: "会前，各组员用一周时间自学了讲话全文，每人写了一页学习笔记。"},
		{text: "会议原定下午两点半开始，因等待设备抢修推迟了半个小时。", deleted: true},
		{text: "魏桂芳在开场时说，学习不能停在念稿子上，要带着本岗位的问题来，带着解决问题的办法走。"},
	}},
	styled("Heading1", "学习讨论"),
	styled("Heading2", "“百千万”目标与本厂任务"),
	text("装配车间段小军作领学发言。他认为，讲话提出的“百千万”目标不是写给别人看的数字，分解到本厂就是实打实的任务：到2027年底，建成劳模和工匠人才创新工作室3个，选树岗位技术能手40名，新增高技能人才260名。与会人员一致认为，全厂现有高级工以上职工612人，底子不算薄，难点在热处理和数控编程两个工种，必须早选苗子、早压担子。"),
	styled("Heading2", "“一岗双师”怎样再提高"),
	text("退休返聘技师吕长河回顾了“一岗双师”制度推行四年来的情况，认为制度管用，但还有三个薄弱环节：一是安全师傅数量不足，全厂86个关键岗位中，仍有11个岗位由一人兼任两种师傅；二是师徒配对只看工龄，不问双方意愿；三是出师考核重实操、轻识图，有的徒弟离开师傅就看不懂新工艺。"),
	text("青年职工代表邱雨晴建议，把出师考核分为理论、实操、安全三个部分，由厂工会和人力资源部共同命题，考题每年更新三分之一以上。多数组员表示赞成。"),
	styled("Heading1", "议定事项"),
	text("经讨论，会议议定五个事项："),
	item(run{text: "由厂工会牵头，"}, run{text: "10月20日前", deleted: true}, run{text: "10月24日前", inserted: true},
		run{text: "补齐11个关键岗位的安全师傅，今后不再由一人兼任。"}),
	item(run{text: "修订《师徒协议》文本，增加双向选择条款，师徒共同工作满一个月后，任何一方都可以提出一次调换申请。"}),
	item(run{text: "出师考核自2026年1月1日起实行新办法，总分100分，其中理论30分、实操50分、安全20分；安全部分低于12分的，一票否决。"}),
	item(run{text: "选派6名选手参加10月中旬举行的全市第十二届职工技能大赛决赛，赛前集中训练不少于40学时。"}),
	item(run{text: "第八次学习会定于11月28日召开，主题是劳动安全与班组建设，由段小军准备领学材料。"}),
	styled("Heading1", "任务分工"),
}

// tasks is the table: 3 columns, a head and 4 rows.
var tasks = table{
	{"事项", "责任人", "完成时限"},
	{"补齐安全师傅", "魏桂芳", "2025年10月24日"},
	{"修订师徒协议", "邱雨晴", "2025年10月31日"},
	{"制定考核细则", "吕长河", "2025年12月15日"},
	{"组织赛前训练", "段小军", "2025年10月10日"},
}

// closing is everything below the table.
var closing = []paragraph{
	text("会议要求，各责任人每两周向学习小组通报一次进展，遇到跨部门的困难，由厂工会出面协调。学习笔记和本纪要在车间宣传栏张贴，接受全厂职工监督。"),
	text("记录：邱雨晴"),
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const (
	main2006   = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`
	office2006 = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	pack2006   = `http://schemas.openxmlformats.org/package/2006`
	namespaces = `xmlns:w="` + main2006 + `" xmlns:r="` + office2006 + `"`
	wordType   = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
)

const contentTypes = `<Types xmlns="` + pack2006 + `/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="` + wordType + `numbering+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="` + wordType + `header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/>` +
	`</Types>`

const packageRels = `<Relationships xmlns="` + pack2006 + `/relationships">` +
	`<Relationship Id="rId1" Type="` + office2006 + `/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="` + pack2006 + `/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`</Relationships>`

const documentRels = `<Relationships xmlns="` + pack2006 + `/relationships">` +
	`<Relationship Id="rId1" Type="` + office2006 + `/styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + office2006 + `/numbering" Target="numbering.xml"/>` +
	`<Relationship Id="rId3" Type="` + office2006 + `/header" Target="header1.xml"/>` +
	`<Relationship Id="rId4" Type="` + office2006 + `/footer" Target="footer1.xml"/>` +
	`</Relationships>`

// The title here is the template's, as in many real files: it must lose against
// the one in the text.
const coreProperties = `<cp:coreProperties xmlns:cp="` + pack2006 + `/metadata/core-properties"` +
	` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
	` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
	`<dc:title>会议纪要模板</dc:title><dc:creator>Administrator</dc:creator>` +
	`<dcterms:created xsi:type="dcterms:W3CDTF">2025-09-27T08:00:00Z</dcterms:created>` +
	`<dcterms:modified xsi:type="dcterms:W3CDTF">2025-09-28T09:00:00Z</dcterms:modified>` +
	`</cp:coreProperties>`

const styles = `<w:styles ` + namespaces + `>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>` +
	`<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/>` +
	`<w:pPr><w:jc w:val="center"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>` +
	`<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="30"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>` +
	`<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>` +
	`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>` +
	`<w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/>` +
	`<w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/>` +
	`</w:tblBorders></w:tblPr></w:style>` +
	`</w:styles>`

// One list of one level: 一、 二、 三、 as Word's chineseCounting writes them.
const numbering = `<w:numbering ` + namespaces + `><w:abstractNum w:abstractNumId="0">` +
	`<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>` +
	`<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/>` +
	`</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`

const header = `<w:hdr ` + namespaces + `><w:p><w:r><w:t>职工理论学习小组·内部学习资料</w:t></w:r></w:p></w:hdr>`

const footer = `<w:ftr ` + namespaces + `><w:p><w:r><w:t xml:space="preserve">第 </w:t></w:r>` +
	`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
	`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>` +
	`<w:r><w:t xml:space="preserve"> 页 共 </w:t></w:r>` +
	`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> NUMPAGES </w:instrText></w:r>` +
	`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>` +
	`<w:r><w:t xml:space="preserve"> 页</w:t></w:r></w:p></w:ftr>`

const sectionProperties = `<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>` +
	`<w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>` +
	`<w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>`

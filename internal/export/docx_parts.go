package export

import (
	"fmt"
	"strings"
)

// The parts of a Word file that do not depend on the text. Elements stand in the order of
// the schema of ECMA-376, which Word insists on.
const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

	wordMain = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	partRels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	partType = "application/vnd.openxmlformats-officedocument.wordprocessingml."

	wordTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + partType + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + partType + `styles+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="` + partType + `numbering+xml"/><Override PartName="/word/footer.xml" ContentType="` + partType + `footer+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="` + partType + `settings+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`

	wordRoot = packageRels + `<Relationship Id="rId1" Type="` + partRels + `/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	wordParts = packageRels + `<Relationship Id="rId1" Type="` + partRels + `/styles" Target="styles.xml"/><Relationship Id="rId2" Type="` + partRels + `/numbering" Target="numbering.xml"/>` +
		`<Relationship Id="rId3" Type="` + partRels + `/footer" Target="footer.xml"/><Relationship Id="rId4" Type="` + partRels + `/settings" Target="settings.xml"/></Relationships>`

	// wordCore takes title, program and language.
	wordCore = xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>%s</dc:title><dc:creator>%s</dc:creator><dc:language>%s</dc:language></cp:coreProperties>`

	// wordDocument takes the body. The page is A4 in twentieths of a point.
	wordDocument = xmlHead + `<w:document ` + wordMain + ` xmlns:r="` + partRels + `"><w:body>%s<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>`

	wordFooter = xmlHead + `<w:ftr ` + wordMain + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + pageNumber + `</w:p></w:ftr>`
	pageNumber = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`

	wordSettings = xmlHead + `<w:settings ` + wordMain + `><w:zoom w:percent="100"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`
)

// A wordStyle is a paragraph style: its identifier, the name that programs know it by, the
// style it is based on, and its properties of paragraphs and letters.
type wordStyle struct{ id, name, base, paragraph, letters string }

// wordStyleList has the styles of paragraphs. Sizes are in half points; 21 is 五号, the
// usual size of Chinese text.
var wordStyleList = []wordStyle{
	{"Normal", "Normal", "", `<w:spacing w:after="80" w:line="320" w:lineRule="auto"/>`, ""},
	{"BodyText", "Body Text", "Normal", "", ""},
	{"Title", "Title", "Normal", `<w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="6" w:color="8C1515"/></w:pBdr><w:spacing w:after="200"/>`, `<w:b/><w:sz w:val="36"/>`},
	{"Heading1", "heading 1", "Normal", `<w:keepNext/><w:spacing w:before="400" w:after="120"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:color w:val="8C1515"/><w:sz w:val="30"/>`},
	{"Heading2", "heading 2", "Normal", `<w:keepNext/><w:spacing w:before="280" w:after="80"/><w:outlineLvl w:val="1"/>`, `<w:b/><w:sz w:val="24"/>`},
	{"Heading3", "heading 3", "Normal", `<w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="2"/>`, `<w:b/>`},
	{"Facts", "Facts", "Normal", `<w:spacing w:after="160"/>`, `<w:color w:val="555555"/>`},
	{"Warning", "Warning", "Normal", `<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="8C1515"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F8EFE2"/><w:spacing w:before="120" w:after="160"/>`, ""},
	{"ListBullet", "List Bullet", "Normal", `<w:spacing w:after="40"/>`, ""},
	{"ListNumber", "List Number", "Normal", `<w:spacing w:after="40"/>`, ""},
	{"Option", "Option", "Normal", `<w:spacing w:after="20"/><w:ind w:left="840"/>`, ""},
	{"Quote", "Quote", "Normal", `<w:pBdr><w:left w:val="single" w:sz="6" w:space="8" w:color="BBBBBB"/></w:pBdr><w:ind w:left="560"/>`, `<w:color w:val="555555"/>`},
	{"Cell", "Cell", "Normal", `<w:spacing w:before="30" w:after="30" w:line="280" w:lineRule="auto"/>`, `<w:sz w:val="20"/>`},
	{"Colophon", "Colophon", "Normal", `<w:spacing w:before="400"/>`, `<w:color w:val="777777"/><w:sz w:val="15"/>`},
	{"Footer", "footer", "Normal", `<w:jc w:val="center"/>`, `<w:color w:val="777777"/><w:sz w:val="18"/>`},
}

// wordFonts are the fonts of Chinese letters and the language of each script.
var wordFonts = map[string]struct{ font, lang string }{
	"zh-Hans": {"宋体", "zh-CN"},
	"zh-Hant": {"新細明體", "zh-TW"},
	"en":      {"宋体", "zh-CN"},
}

// wordStyles writes the styles for a language of our own words.
func wordStyles(lang string) string {
	var b strings.Builder
	east := wordFonts[lang]
	fmt.Fprintf(&b, xmlHead+`<w:styles `+wordMain+`><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="%s" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="%s"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`, east.font, east.lang)
	for _, s := range wordStyleList {
		attr, base := "", ""
		if s.base == "" {
			attr = ` w:default="1"`
		} else {
			base = fmt.Sprintf(`<w:basedOn w:val="%s"/>`, s.base)
		}
		fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>%s<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, attr, s.id, s.name, base, s.paragraph, s.letters)
	}
	b.WriteString(`<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="character" w:styleId="Place"><w:name w:val="Place"/><w:rPr><w:color w:val="777777"/><w:sz w:val="16"/></w:rPr></w:style>` +
		`<w:style w:type="table" w:styleId="Figures"><w:name w:val="Figures"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="333333"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="333333"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="CCCCCC"/></w:tblBorders></w:tblPr>` +
		`<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style></w:styles>`)
	return b.String()
}

// wordNumbering writes the list without numbers and n numbered ones.
func wordNumbering(n int) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:numbering ` + wordMain + `>`)
	for kind, format := range []string{"bullet", "decimal"} {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, kind)
		for level := range 9 {
			sign := []string{"•", "◦", "▪"}[level%3]
			if format == "decimal" {
				sign = fmt.Sprintf("%%%d.", level+1)
			}
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="420"/></w:pPr></w:lvl>`, level, format, sign, 420*(level+1))
		}
		b.WriteString(`</w:abstractNum>`)
	}
	fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="0"/></w:num>`, bulletList)
	for i := range n {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, bulletList+1+i)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}

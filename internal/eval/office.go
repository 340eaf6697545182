package eval

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/office"
	"github.com/daodu/daodu/ingest/read/pdf"
)

// The verdicts on the reading of an office file.
const (
	OfficeRight      = "right"      // the words are those of the file
	OfficeScanned    = "scanned"    // said to be pictures of pages
	OfficeMismapped  = "mismapped"  // said to name its letters wrongly
	OfficeEncrypted  = "encrypted"  // said to be encrypted
	OfficeUnreadable = "unreadable" // said to be unreadable for another reason
	OfficeWrong      = "wrong"      // the words are others, and nothing was said
)

// An OfficeResult tells how well one Word or PDF file was read.
type OfficeResult struct {
	Name    string // of the file
	Kind    string // docx, doc or pdf
	Verdict string
	Want    string // the best verdict that the file allows
	// P and R are precision and recall of the letters against another reader, as in
	// [BigramF1]; -1 when there is none, be it not installed.
	P, R float64
}

// officeRight is the least precision and recall of what is right.
const officeRight = 0.97

// Office reads the files of the folder office below dir, the folder of the corpora.
// tool is that of [pdf.Reader]. Words are compared with those that another program
// finds: for .docx the text elements of its XML, for .doc antiword, for .pdf
// pdftotext. Where that is not installed, and in any case, the number of letters
// must be right and some phrases must be there.
func Office(ctx context.Context, dir, tool string) ([]OfficeResult, error) {
	var results []OfficeResult
	for _, want := range officeFiles {
		path := filepath.Join(dir, "office", want.name)
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		r := OfficeResult{Name: want.name, Kind: strings.TrimPrefix(filepath.Ext(path), "."), Want: want.verdict(), P: -1, R: -1}
		doc, err := readOffice(ctx, r.Kind, tool, data)
		if err == nil {
			if reference, ok := officeReference(ctx, r.Kind, path, data); ok {
				_, r.P, r.R = BigramF1(doc.Text, reference)
			}
		}
		r.Verdict = r.verdict(want, doc, err)
		results = append(results, r)
	}
	return results, nil
}

// readOffice reads a file by its kind.
func readOffice(ctx context.Context, kind, tool string, data []byte) (*raw.Document, error) {
	switch kind {
	case "docx":
		return office.Docx(data, 0)
	case "doc":
		return office.Doc(data)
	case "pdf":
		return (&pdf.Reader{Tool: tool}).Read(ctx, data)
	}
	return nil, fmt.Errorf("%w: %s files are not read", daodu.ErrUsage, kind)
}

// verdict judges what a reader gave.
func (r *OfficeResult) verdict(want officeFile, doc *raw.Document, err error) string {
	switch {
	case errors.Is(err, pdf.ErrScanned):
		return OfficeScanned
	case errors.Is(err, pdf.ErrFonts):
		return OfficeMismapped
	case errors.Is(err, pdf.ErrEncrypted), errors.Is(err, office.ErrEncrypted):
		return OfficeEncrypted
	case err != nil:
		return OfficeUnreadable
	}
	near := r.P < 0 || r.P >= officeRight && r.R >= officeRight
	if near && want.holds(doc.Text) {
		return OfficeRight
	}
	for _, d := range doc.Damage {
		if d.Severity == daodu.SeveritySevere && d.Kind == daodu.Mojibake {
			return OfficeMismapped
		}
	}
	return OfficeWrong
}

// An officeFile is what is known of a file without its text.
type officeFile struct {
	name    string
	letters int      // letters and digits in the text; 0 when it cannot be read
	phrases []string // [officePhrase] of words at the start, in the middle and near the end
}

// verdict returns the best that a reader without OCR can do.
func (f officeFile) verdict() string {
	if f.letters == 0 {
		return OfficeScanned
	}
	return OfficeRight
}

// phraseLength is the length of a phrase in letters.
const phraseLength = 12

// officePhrase stands for the letters and digits of s without being them.
func officePhrase(letters []rune) string {
	sum := sha256.Sum256([]byte(string(letters)))
	return hex.EncodeToString(sum[:8])
}

// lettersOf returns the letters and digits of s.
func lettersOf(s string) []rune {
	return slices.DeleteFunc([]rune(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// holds reports whether a text has about as many letters as f and all its phrases.
func (f officeFile) holds(text string) bool {
	letters := lettersOf(text)
	if n := len(letters); n*100 < f.letters*97 || n*97 > f.letters*100 {
		return false
	}
	left := slices.Clone(f.phrases)
	for i := 0; i+phraseLength <= len(letters) && len(left) > 0; i++ {
		phrase := officePhrase(letters[i : i+phraseLength])
		left = slices.DeleteFunc(left, func(s string) bool { return s == phrase })
	}
	return len(left) == 0
}

// officeReference returns the words of a file as another program finds them; ok is
// false when that is not installed.
func officeReference(ctx context.Context, kind, path string, data []byte) (text string, ok bool) {
	switch kind {
	case "docx":
		return docxReference(data)
	case "doc":
		return output(ctx, "antiword", "-m", "UTF-8.txt", "-w", "0", path)
	}
	text, ok = output(ctx, "pdftotext", "-enc", "UTF-8", "-raw", path, "-")
	if latinLetters.MatchString(text) {
		text = gbkReference(text)
	}
	return text, ok
}

// output runs a program and returns what it writes, whatever its exit code.
func output(ctx context.Context, name string, args ...string) (string, bool) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", false
	}
	out, _ := exec.CommandContext(ctx, path, args...).Output()
	return string(out), true
}

// The text elements of WordprocessingML and mathematics, and the alternatives to
// what newer programs show.
var (
	docxText     = regexp.MustCompile(`<(?:w|m):t(?: [^>]*)?>([^<]*)</(?:w|m):t>`)
	docxFallback = regexp.MustCompile(`(?s)<mc:Fallback>.*?</mc:Fallback>`)
)

// docxReference cuts the text out of the XML.
func docxReference(data []byte) (string, bool) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", false
	}
	var b strings.Builder
	for _, part := range []string{"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"} {
		xml, err := fs.ReadFile(z, part)
		if err != nil {
			continue // notes are rare
		}
		for _, m := range docxText.FindAllSubmatch(docxFallback.ReplaceAll(xml, nil), -1) {
			b.WriteString(html.UnescapeString(string(m[1])))
		}
	}
	return b.String(), true
}

// latinLetters finds GBK that pdftotext shows as Latin letters.
var latinLetters = regexp.MustCompile(`(?:[\x{a1}-\x{ff}]{2} ?){3}`)

// gbkReference turns such text back, the hyphens that stand for a byte with it.
func gbkReference(s string) string {
	s = strings.NewReplacer(" ", "", "¡-", "¡\u00ad", "Ô-", "Ô\u00ad").Replace(s)
	latin, err := encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder()).String(s)
	if err != nil {
		return s
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().String(latin)
	if err != nil {
		return s
	}
	return out
}

// officeFiles are the files of the corpus. Letters and phrases were counted on the
// words that the other programs find (antiword 0.37, pdftotext 22.12) and that the
// readers here found too. Of the three scans one has letters behind one of its six
// pages.
var officeFiles = []officeFile{
	{"2022年通过普通高等学校师范类专业认证中期审核的专业名单.docx", 2525, []string{"041b21fd4efb62e5", "af11f0fcca6cd312", "e480cfa285db6c60"}},
	{"2022年通过普通高等学校师范类专业认证的专业名单.docx", 14587, []string{"8da9db44f4a965d1", "a097bf075c9a2c84", "8da9db44f4a965d1"}},
	{"jimmyss_readme.docx", 463, []string{"712b84d556f63b47", "cb18fb4207a7196e", "21985342c58500ea"}},
	{"kr_2017-08-17_iPRAW_Focus-On-Report-1.docx", 41916, []string{"8a88998cac0b673c", "93f2a23170456a4e", "a131bf69b6045d1e"}},
	{"kr_2017-11-10_iPRAW_Focus-On-Report-2.docx", 38466, []string{"8a46f7b30cf965de", "205f64425a161af2", "5b7e872bd20ade0a"}},
	{"kr_【附件2】院系_张庭梁_禁止进攻型全面自主武器（杀手机器人）的必要性及可行性调查和研究_作品简介.docx", 716, []string{"eb068a5675c37a80", "8cdaac493edf6281", "83e384460ea7366d"}},
	{"mineru_docx_01.docx", 5257, []string{"a4ad8c661a963773", "25d8937731096275", "aaec8043540d6de3"}},
	{"sample_notice.docx", 692, []string{"6f5e918571f23962", "0e7aefad2f7cfd6b", "f1684e715112bdcc"}},
	{"大纲4：江西省人民政府外事办公室2022年招考外语类公务员考试大纲.docx", 694, []string{"c97c76e6e562a6ab", "34d7b96be28b6f66", "1a42e82efcfc84f9"}},
	{"附件：_2016年宜春市市直机关遴选公务员（参照管理单位工作人员）职位表.docx", 1625, []string{"35542c31c994dd5f", "dd41fdd0b6571a31", "6c9fd36d2c8877ee"}},
	{"14-南昌海关2023年度拟录用公务员公示公告.doc", 1062, []string{"6b86548262becedf", "ce7ab985e37d78ed", "ef58b19b2a9c6526"}},
	{"国家税务总局江西省税务局2023年度拟录用公务员公示公告（第一批）.doc", 260, []string{"744ea69a931c4b12", "08c43e40f9b0bcaf", "b67134dd33c9ec92"}},
	{"国家税务总局江西省税务局2023年度拟录用公务员公示公告（第二批）.doc", 255, []string{"74b7d18d35a12e1b", "08c43e40f9b0bcaf", "8c473eeac716b7fa"}},
	{"大纲2：江西省2022年度考试录用公务员公安机关执法勤务职位专业科目考试大纲.doc", 1528, []string{"f344b79b53eac1be", "3ef9a86c16b04405", "399dae4c58373764"}},
	{"大纲3：江西省2022年度考试录用公务员财政金融类、会计与审计类职位专业科目考试大纲.doc", 887, []string{"7ac1dec4e1dfb917", "0e519a33534d9ef9", "6778db039e58d45b"}},
	{"江西省中小学教师招聘岗位专业要求参照目录（2022年修订）.doc", 4536, []string{"abc237113418bba1", "b9c13e7f90c0b6c9", "63b2cadac8c06d41"}},
	{"附件1：宜春市2019年度考试录用公务员入闱体检（体能测评）人员名单.doc", 210, []string{"947e6b00c5f1638f", "9b2b0ce9bd487798", "a539faf14b3ea952"}},
	{"附件2：江西省中小学教师招聘岗位专业要求参照目录.doc", 4258, []string{"8cd0161088ff54d0", "d39544c74e303633", "63b2cadac8c06d41"}},
	{"附件3：公安机关录用人民警察体能测评标准及实施规范.doc", 905, []string{"d974c806231809fd", "405fba512a63eab9", "3064537cf0a6fbe9"}},
	{"附件三__袁州区乡镇机关2202100050030说明.doc", 326, []string{"d090cc6d2e60b4aa", "e68d656be6c615f2", "81dd1946c7cbda5b"}},
	{"daojun75_paper.pdf", 3038, []string{"4e10304fd328860b", "98ace2e911eb3d92", "41cd9c434c29f68d"}},
	{"kr_基于人工智能的军事智能武器犯罪问题初论_夏天.pdf", 15805, []string{"43800ee0f8321e4d", "6a9ba5adc2b2b2b9", "60d8d725b597a106"}},
	{"kr_无人化智能化装备技术发展及其影响分析_谢苏明.pdf", 0, nil},
	{"kr_智能战争时代_谁来开火_张敏.pdf", 4539, []string{"1a5295ced28e8061", "480b427fce659700", "c9deebd36dd11cd8"}},
	{"kr_致命性自主武器系统的定义方法_曹华阳.pdf", 13818, []string{"6b0f673dfb0bfcf3", "2956242beeb9cb5f", "9d591099a719afe3"}},
	{"legco_cm1121-translate-c.pdf", 174794, []string{"04b02c0cd099831f", "0f8b17618b79017b", "8c7ceb23bcfd085a"}},
	{"mineru_demo1.pdf", 35910, []string{"b605350bc0020952", "f9170e446fe195aa", "b6925e4956901a58"}},
	{"mineru_demo2.pdf", 21448, []string{"66a9bfd7395e343e", "a315e3c837283b98", "f93d759b019fbfbe"}},
	{"mineru_demo3.pdf", 32768, []string{"637445c4539210d4", "f21f08d04503a403", "50a478c1a8276d21"}},
	{"mineru_small_ocr.pdf", 0, nil},
	{"pdfjs_SimFang-variant.pdf", 11, nil},
	{"pdfjs_XiaoBiaoSong.pdf", 222, []string{"6bce6aad108c75e5", "a61978ddad36e76f", "6ae0896dde0e58fe"}},
	{"tw_201104-1.pdf", 0, nil},
	{"性别数据.pdf", 4491, []string{"de6e86ea556a7368", "a0b4230012a34421", "668fe4d2de4713b4"}},
	{"附件：宜春市2022年度考试录用公务员面试递补人员名单（71人）.pdf", 3320, []string{"8642829859c09ac5", "f3408d5d8f7e7dcc", "f496c569882fefd3"}},
}

package report

import (
	"fmt"
	"strings"
)

// The namespaces of drawings, and how large a chart is: units of 1/360,000 cm,
// so that it fills the width between the margins.
const (
	drawingSpec   = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`
	chartSpec     = `xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"`
	relationsSpec = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	chartType     = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
	chartRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"

	wordChartWidth = 5_940_000
	wordChartRow   = 340_000
	wordChartHead  = 260_000
)

// figure places a chart that a word processor draws, with its description, and
// the table behind it.
func (x *docxWriter) figure(f Figure) {
	x.charts = append(x.charts, f)
	n := len(x.charts)
	x.paragraph("", "<w:keepNext/>", fmt.Sprintf(`<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Chart %d" descr="%s" title="%s"/><wp:cNvGraphicFramePr/><a:graphic %s><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart %s %s r:id="chart%d"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		wordChartWidth, wordChartHead+wordChartRow*len(f.Bars), n, n, xmlText(f.Caption+". "+f.Described()), xmlText(f.Caption), drawingSpec, chartSpec, relationsSpec, n))
	x.table(f.table())
}

// chartPart returns the part that holds a chart: bars from the top down, each
// with its count as it may be printed. A count that is not printed is not in
// the file either: its bar has the length of the most it can be, and no fill.
func chartPart(f Figure) string {
	var b strings.Builder
	b.WriteString(xmlHead + "<c:chartSpace " + chartSpec + " " + drawingSpec + `><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/>`)
	fmt.Fprintf(&b, `<c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>People</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="1C4A5E"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`)
	for i, bar := range f.Bars {
		if bar.Small {
			fmt.Fprintf(&b, `<c:dPt><c:idx val="%d"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr><a:noFill/><a:ln w="9525"><a:solidFill><a:srgbClr val="1C4A5E"/></a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr></c:dPt>`, i)
		}
	}
	b.WriteString("<c:dLbls>")
	for i, bar := range f.Bars {
		fmt.Fprintf(&b, `<c:dLbl><c:idx val="%d"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>%s</a:t></a:r></a:p></c:rich></c:tx><c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>`, i, xmlText(bar.Shown))
	}
	b.WriteString(`<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>`)
	fmt.Fprintf(&b, `<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$%d</c:f><c:strCache><c:ptCount val="%d"/>`, len(f.Bars)+1, len(f.Bars))
	for i, bar := range f.Bars {
		fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, xmlText(bar.Name))
	}
	fmt.Fprintf(&b, `</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!$B$2:$B$%d</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="%d"/>`, len(f.Bars)+1, len(f.Bars))
	for i, bar := range f.Bars {
		fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%d</c:v></c:pt>`, i, bar.Count)
	}
	fmt.Fprintf(&b, `</c:numCache></c:numRef></c:val></c:ser><c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>`+
		`<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>`+
		`<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="%d"/><c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/></c:chart>`, f.Most)
	b.WriteString(`<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1000"/></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr></c:chartSpace>` + "\n")
	return b.String()
}

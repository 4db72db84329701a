"""The pages of a case file, each with its stamp, for the press to set."""

from casework.press.typesetting import HEAD

FACTS = """\
#let facts(all) = if all.len() > 0 {
  block(text(size: 8.5pt, fill: luma(30%), all.map(((name, said)) => name + ": " + said).join("  ·  ")))
}
#counter(page).update(plan.start)
"""
FRONT = (
    HEAD
    + FACTS
    + """\
= #plan.title
#for said in plan.about { par(said) }
#grid(
  columns: (auto, 1fr), row-gutter: 6pt, column-gutter: 14pt,
  ..plan.facts.map(((name, said)) => (text(fill: luma(30%), name), said)).flatten(),
)
= #plan.words.index
#if plan.index.len() == 0 { par(plan.words.nothing) } else {
  set text(size: 9pt)
  set par(leading: 0.5em)
  table(
    columns: (auto, 1fr, auto, 50mm), stroke: (x, y) => (bottom: 0.4pt + luma(75%)),
    inset: (x: 3pt, y: 3.5pt), align: (right, left, left, left),
    table.header(..plan.words.columns.map(name => text(weight: "bold", name))),
    ..plan.index.map(row => row.map(said => [#said])).flatten(),
  )
}
"""
)
PART = (
    HEAD
    + FACTS
    + """\
#for section in plan.sections {
  heading(level: 1, section.title)
  for item in section.items {
    heading(level: 2, str(item.n) + ". " + item.title)
    let when = if item.when != "" { ((plan.when, item.when),) } else { () }
    facts(when + item.facts)
    written(item.text)
  }
}
"""
)
STAMPS = """\
#let plan = json(bytes(sys.inputs.plan))
#let six(n) = "0" * calc.max(0, 6 - str(n).len()) + str(n)
#set page(width: 240pt, height: 20pt, margin: 1pt)
#set text(font: "DejaVu Sans Mono", size: 7.5pt)
#set par(leading: 0.3em)
#for n in range(plan.start, plan.start + plan.count) {
  if n > plan.start { pagebreak() }
  align(right + bottom)[
    #if plan.legend != "" { text(size: 5.5pt, weight: "bold", plan.legend); linebreak() }
    #plan.number · #six(n)
  ]
}
"""

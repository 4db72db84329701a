"""The page of a letter, for the press to set: head, day, reader, subject, words, foot. All of it but this is data."""

from casework.press.typesetting import HEAD

SHEET = (
    HEAD
    + """\
#set page(
  margin: (x: 25mm, top: 28mm, bottom: 26mm),
  header: if plan.legend != "" or plan.mark != "" {
    align(center, text(size: 8pt, weight: "bold", (plan.legend, plan.mark).filter(said => said != "").join(" · ")))
  },
  footer: {
    set text(size: 8pt, fill: luma(30%))
    if plan.foot != "" { align(center, plan.foot.split("\\n").join(linebreak())) }
    context align(right, plan.number + " · " + plan.page_of
      .replace("{page}", str(counter(page).get().first()))
      .replace("{pages}", str(counter(page).final().first())))
  },
  background: if plan.mark != "" { rotate(-52deg, text(size: 90pt, fill: luma(93%), plan.mark)) },
)
#set text(size: 11pt)
#set par(leading: 0.68em, spacing: 1.05em)
#show heading.where(level: 1): it => block(above: 1.4em, below: 1em, text(size: 13pt, weight: "bold", it.body))
#let picture = if plan.picture.len() > 0 {
  image(bytes(plan.picture), format: plan.picture_kind, height: 16mm, fit: "contain", alt: plan.organisation)
}
#grid(
  columns: (1fr, auto), column-gutter: 8mm,
  { text(size: 13pt, plan.organisation); linebreak(); text(size: 9pt, plan.lines.split("\\n").join(linebreak())) },
  picture,
)
#v(9mm)
#written(plan.to)
#v(4mm)
#text(plan.today)
= #plan.subject
#let kinds = (
  "heading": block => heading(level: 2, block.text),
  "text": block => written(block.text),
  "points": block => list(..block.items.map(written)),
)
#for block in plan.blocks { kinds.at(block.kind)(block) }
"""
)

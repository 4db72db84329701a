"""Several tagged PDFs become one: pages, structure and bookmarks go on where those before them end."""

import io
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

ROOM = 26.0
"""Points at the foot of an appended page that are the stamp's."""

PAGES, STANDARD = "{http://ns.adobe.com/xap/1.0/t/pg/}NPages", "{http://www.aiim.org/pdfua/ns/id/}part"
"""What a document says of itself: how many pages it has, and that they keep to PDF/UA."""


class Mark(NamedTuple):
    """A bookmark: how deep, what it says, on which page (from 0), and how high on it."""

    depth: int
    title: str
    page: int
    top: float


class Document:
    """Begins with the front pages, which say title, language and standard for all."""

    def __init__(self, front: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(front))
        self.root = self.pdf.Root.StructTreeRoot
        self._parents = pikepdf.NumberTree(self.root.ParentTree)
        self._next = 1 + max((key for key, _ in self._parents.items()), default=-1)
        self._body = self.root.K[0] if isinstance(self.root.K, Array) else self.root.K
        self._marks = marks(self.pdf)
        self._foreign = False

    def add(self, part: bytes) -> None:
        """Pages of our own, with their structure and bookmarks; no tables, whose cells are named within one part."""
        with pikepdf.open(io.BytesIO(part)) as source:
            before, shift = len(self.pdf.pages), self._next
            self.pdf.pages.extend(source.pages)
            for page in list(self.pdf.pages)[before:]:
                if "/StructParents" in page:
                    page.StructParents = int(page.StructParents) + shift
            tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
            for key, value in pikepdf.NumberTree(tree.ParentTree).items():
                self._parents[key + shift] = value
                self._next = max(self._next, key + shift + 1)
            self._take(tree)
            self._marks += [mark._replace(page=mark.page + before) for mark in marks(source)]

    def _take(self, tree: pikepdf.Object) -> None:
        """What lies under the other's document lies under this one's."""
        top = tree.K[0] if isinstance(tree.K, Array) else tree.K
        kids = list(top.K) if isinstance(top.K, Array) else [top.K]
        for kid in kids:
            kid.P = self._body
            self._kids().append(kid)

    def _kids(self) -> pikepdf.Object:
        if not isinstance(self._body.K, Array):
            self._body.K = Array([self._body.K])
        return self._body.K

    def append(self, paper: bytes, title: str, says: str, stamps: list[pikepdf.Page], *, foreign: bool) -> None:
        """Pages of somebody else's, each a figure that says what it is, stamped below. `says` has room for page
        and pages; `foreign`: nobody can vouch for what is inside them."""
        with pikepdf.open(io.BytesIO(paper)) as source:
            before, count = len(self.pdf.pages), len(source.pages)
            self.pdf.pages.extend(source.pages)
            for number, page in enumerate(list(self.pdf.pages)[before:], 1):
                self._figure(page, says % {"page": number, "pages": count})
                self._stamp(page, stamps[number - 1])
            self._marks.append(Mark(1, title, before, float(self.pdf.pages[before].mediabox[3])))
            self._foreign |= foreign

    def _figure(self, page: pikepdf.Page, says: str) -> None:
        wide, high = float(page.mediabox[2]), float(page.mediabox[3])
        figure = self.pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.Figure, P=self._body, Pg=page.obj, K=0, Alt=pikepdf.String(says),
                A=Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([0, ROOM, wide, high])),
            )
        )  # fmt: skip
        self._kids().append(figure)
        page.StructParents = self._next
        self._parents[self._next] = self.pdf.make_indirect(Array([figure]))
        self._next += 1

    def _stamp(self, page: pikepdf.Page, stamp: pikepdf.Page) -> None:
        form = self.pdf.copy_foreign(stamp.as_form_xobject())
        page.Resources.XObject.Stamp = form
        left = float(page.mediabox[2]) - float(form.BBox[2]) - 12
        drawn = f"/Artifact <</Type /Pagination>> BDC q 1 0 0 1 {left:.2f} 4 cm /Stamp Do Q EMC\n"
        page.contents_add(drawn.encode())

    def save(self) -> bytes:
        self.root.ParentTreeNextKey = self._next
        self._bookmarks()
        with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
            known[PAGES] = str(len(self.pdf.pages))
            if self._foreign and STANDARD in known:
                del known[STANDARD]
        out = io.BytesIO()
        self.pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()

    def _bookmarks(self) -> None:
        if "/Outlines" in self.pdf.Root:
            del self.pdf.Root.Outlines
        with self.pdf.open_outline() as outline:
            level: list[list[OutlineItem]] = [outline.root]
            for mark in self._marks:
                del level[max(1, mark.depth + 1) :]
                item = OutlineItem(mark.title, mark.page, "XYZ", left=0, top=mark.top)
                level[-1].append(item)
                level.append(item.children)
        self.pdf.Root.PageMode = Name.UseOutlines


def marks(pdf: pikepdf.Pdf) -> list[Mark]:
    """A document's bookmarks, top to bottom."""
    pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
    found: list[Mark] = []

    def walk(items: list[OutlineItem], depth: int) -> None:
        for item in items:
            place = item.destination
            if isinstance(place, Array) and tuple(place[0].objgen) in pages:
                top = float(place[3]) if len(place) > 3 and place[3] is not None else 0.0
                found.append(Mark(depth, item.title, pages[tuple(place[0].objgen)], top))
            walk(item.children, depth + 1)

    with pdf.open_outline() as outline:
        walk(outline.root, 0)
    return found

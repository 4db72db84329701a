"""Lines over a page, by which an area can be told without a mouse."""

from PIL import Image, ImageDraw

TENTHS, MIDDLE = 10, 5
THIN, THICK = (150, 190, 230), (60, 120, 190)


def ruled(picture: Image.Image) -> None:
    """One every tenth of its width and height, the middle ones darker."""
    brush, (width, height) = ImageDraw.Draw(picture), picture.size
    for tenth in range(1, TENTHS):
        colour = THICK if tenth == MIDDLE else THIN
        across, down = width * tenth // TENTHS, height * tenth // TENTHS
        brush.line((across, 0, across, height), fill=colour)
        brush.line((0, down, width, down), fill=colour)

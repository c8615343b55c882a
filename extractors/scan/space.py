"""Between PDF user space (origin bottom left, before ``/Rotate``) and the page as displayed."""

from __future__ import annotations

from typing import Any, NamedTuple

from tables.model import Box


class Frame(NamedTuple):
    """The visible part of a page in user space, and how far it is turned for display."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: Any) -> Frame:
        """That of a pdfium page."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation())

    def on_display(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space, in points from the displayed page's top left."""
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
        return x - self.left, self.top - y

    def in_user_space(self, x: float, y: float) -> tuple[float, float]:
        """The point of user space that `on_display` puts at (x, y)."""
        match self.rotation:
            case 90:
                return self.left + y, self.bottom + x
            case 180:
                return self.right - x, self.bottom + y
            case 270:
                return self.right - y, self.top - x
        return self.left + x, self.top - y

    def box_on_display(self, sides: tuple[float, float, float, float]) -> Box:
        """Left, bottom, right, top of user space as a box on the displayed page."""
        (x0, y0), (x1, y1) = self.on_display(*sides[:2]), self.on_display(*sides[2:])
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

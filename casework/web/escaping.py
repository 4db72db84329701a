"""Escaping as MarkupSafe does it, without an object for every word: a long page writes thousands of them."""

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]  # the public one makes objects

__all__ = ["Writer", "escape_text"]


class Writer(CodeGenerator):
    """Plain texts are escaped straight into the page, what is markup stands there as it is, whatever else there is goes
    through `escape` as ever. The environment has `escape_text`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_plain(frame, finalize):
            self.write("(environment.escape_text(said) if (kind := type(said := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._is_plain(frame, finalize):
            self.write(")) is str else said if kind is Markup else escape(said))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_plain(self, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
        return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile and finalize.src is None

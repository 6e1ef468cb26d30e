"""The tags by which pages of allauth's, in Django's template language, get our head, our foot and our fields."""

from __future__ import annotations

from django import template
from django.forms import Form
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class InhouseNode(template.Node):
    """Renders two parts in Django's language and hands them to the Jinja2 page around them."""

    child_nodelists = ("title", "page")  # where `extends` looks for blocks

    def __init__(self, title: NodeList, page: NodeList) -> None:
        self.title, self.page = title, page

    def render(self, context: Context) -> SafeString:
        # Both parts are template output: already escaped where it had to be.
        parts = {
            "title": mark_safe(self.title.render(context).strip()),  # noqa: S308
            "body": mark_safe(self.page.render(context)),  # noqa: S308
        }
        return mark_safe(  # noqa: S308
            render_to_string("account/_foreign.html", parts, request=context.get("request"), using="jinja2")
        )


@register.tag
def inhouse(parser: Parser, _token: Token) -> InhouseNode:
    """{% inhouse %}title{% body %}page{% endinhouse %}."""
    title = parser.parse(("body",))
    parser.delete_first_token()
    page = parser.parse(("endinhouse",))
    parser.delete_first_token()
    return InhouseNode(title, page)


@register.simple_tag
def house_fields(form: Form) -> SafeString:
    """Return the fields of a form, drawn by the macro that draws all of ours."""
    return mark_safe(render_to_string("account/_fields.html", {"form": form}, using="jinja2"))  # noqa: S308

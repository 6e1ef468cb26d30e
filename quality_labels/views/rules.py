"""What everybody may read of how the centre grades: its rules, and the lesson of each refusal."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace import jinja
from marketplace.public_pages import public_page
from quality_labels import lessons, queries
from quality_labels.views.inspection import written_bands


@public_page
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules in force."""
    versions = [(version, version.read()) for version in queries.schemes_in_force()]
    return render(request, "quality_labels/rules.html", {"versions": versions})


@public_page
def scheme(request: HttpRequest, scheme_code: str) -> HttpResponse:
    """Show the rules of one scheme: what is asked, measured and graded, and what is not tested."""
    versions = queries.versions_of(scheme_code)
    if not versions:
        raise Http404
    shown = versions[0].read()
    context = {
        "version": versions[0],
        "earlier": versions[1:],
        "scheme": shown,
        "bands": written_bands(shown),
        "taught": lessons.codes(),
    }
    return render(request, "quality_labels/scheme.html", context)


@public_page
def all_lessons(request: HttpRequest) -> HttpResponse:
    """List the lessons."""
    context = {"lessons": lessons.lessons(jinja.lang()), "teachers": queries.teachers()}
    return render(request, "quality_labels/lessons.html", context)


@public_page
def lesson(request: HttpRequest, lesson_code: str) -> HttpResponse:
    """Show the lesson of one refusal, and who holds the next course."""
    found = lessons.lesson(lesson_code, jinja.lang())
    if found is None:
        raise Http404
    return render(request, "quality_labels/lesson.html", {"lesson": found, "teachers": queries.teachers()})

# One image for web, worker, beat and migrate: docker-compose.yml says which of them a container is.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .
# The embedded settings need no secret; static files and translations are the same on every installation.
RUN for po in locale/*/LC_MESSAGES/*.po; do \
        /venv/bin/pybabel compile -i "$po" -o "${po%.po}.mo" || exit 1; \
    done \
    && DAMGHA_VAR=/tmp/build DJANGO_SETTINGS_MODULE=marketplace.settings.embedded \
        /venv/bin/python manage.py collectstatic --noinput --verbosity 0 --ignore 'oscar*'

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/damgha --create-home damgha
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=marketplace.settings.production \
    DAMGHA_VAR=/var/lib/damgha
USER damgha
EXPOSE 8000

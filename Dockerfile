# One image for the web server, the worker and the clock (docker-compose.yml says which is which).
FROM python:3.13-slim

# What WeasyPrint loads at run time; the fonts come with the Python packages.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /srv/baraza
COPY requirements.txt ./
RUN pip install --require-hashes --requirement requirements.txt

COPY . .
# The page's files belong to the image, the data to the volume.
ENV STATIC_ROOT=/srv/static
RUN BARAZA_MODE=local DATA_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q . \
    && rm -rf /tmp/build \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin baraza \
    && install --directory --owner baraza --group baraza --mode 0750 /data

USER baraza
ENV BARAZA_MODE=production \
    DATA_DIR=/data
VOLUME /data
EXPOSE 8000

# Asks for the first of the hosts served, since any other is refused.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "bin/healthy"]

CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm", \
     "--max-requests", "5000", "--max-requests-jitter", "500"]

# One image for all five services; the command names the service.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin mentoring

WORKDIR /app

# Before the source, so that a change of the source does not install everything again.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY shared ./shared
COPY services ./services

USER mentoring
EXPOSE 8000

ENTRYPOINT ["python", "-m", "services"]

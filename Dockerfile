# One image for all six services; the command names the service.
# In production name the base by tag and digest: --build-arg PYTHON_IMAGE=python:3.11-slim-bookworm@sha256:…
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
FROM ${PYTHON_IMAGE}

# The root is read-only and the user has no home: compiled functions of the matching engine are kept in /tmp,
# since Numba refuses even to be imported by a module it finds no place to cache for.
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    NUMBA_CACHE_DIR=/tmp/numba

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin mentoring

WORKDIR /app

# Before the source, so that a change of the source does not install everything again.
COPY requirements-services.lock ./
RUN pip install --require-hashes -r requirements-services.lock

COPY shared ./shared
COPY services ./services
RUN python -m compileall -q shared services

USER mentoring
EXPOSE 8000

ENTRYPOINT ["python", "-m", "services"]

#!/bin/sh
# mongod takes a key file only if nobody else can read it, which a mounted secret cannot promise.
set -eu
umask 077
cp /run/secrets/mongo-key /tmp/mongo-key
exec docker-entrypoint.sh mongod --replSet rs0 --bind_ip_all --keyFile /tmp/mongo-key \
  --tlsMode requireTLS --tlsCertificateKeyFile /run/secrets/mongo.pem --tlsCAFile /run/secrets/ca.pem \
  --tlsAllowConnectionsWithoutCertificates --tlsDisabledProtocols TLS1_0,TLS1_1 \
  --wiredTigerCacheSizeGB "${CACHE_GB:-0.75}" --setParameter transactionLifetimeLimitSeconds=15

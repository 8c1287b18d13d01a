#!/bin/sh
# Formats the storage at the first start, with the users in it, then runs the broker.
set -eu
bin=${KAFKA_HOME:-/opt/kafka}/bin
secrets=${SECRETS:-/run/secrets}
set --
while read -r user; do
  set -- "$@" --add-scram "$user"
done < "$secrets/kafka-users"
"$bin/kafka-storage.sh" format --ignore-formatted \
  --cluster-id "$CLUSTER_ID" --config "$secrets/kafka.properties" "$@"
exec "$bin/kafka-server-start.sh" "$secrets/kafka.properties"

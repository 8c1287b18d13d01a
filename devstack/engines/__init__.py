"""The brokers and databases a stack can run on: native processes, containers, servers of others."""

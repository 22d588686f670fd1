"""Run jobs: in processes of this machine, or on a cluster.

In: jobs, each a document from which a client is made. Out: `concurrent.futures` executors and what they return.
Imports `commands/job`; knows no command.
"""

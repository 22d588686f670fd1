"""Where documents are worked on: in processes of this machine, or on a cluster.

In: jobs, each a document to make a client of. Out: `concurrent.futures` executors and what they return.
Imports `commands/job`; knows no command.
"""

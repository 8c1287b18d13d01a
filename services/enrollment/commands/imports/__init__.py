"""The import of HR exports.

``turn`` lets each organisation import one file at a time; ``reader`` has a file read and checked, in a thread
or a process of its own, where ``check_file`` runs; ``run_import`` saves it in the steps of ``transactions``.
"""

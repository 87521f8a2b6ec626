"""The evaluation engine: pure functions from a problem to an evaluation. It does no input or output and knows no table.

Everything is computed in the order of sorted ids, so that the order of rows never matters; chance comes from a seed
that the problem carries. Nothing but the standard library, numpy, scipy and ortools is used here.
"""

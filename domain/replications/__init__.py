"""Replications: how a unit takes over another's initiative, the pilots that go before, the credit that flows back."""

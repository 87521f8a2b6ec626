"""Emulation movements (phong trào thi đua): launch, phases, participation."""

"""The papers of a dossier (hồ sơ): which kinds are there, and where each is kept."""

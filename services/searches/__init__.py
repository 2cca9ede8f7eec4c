"""What a worker does with each kind of run. Pages do not load these: they load the solver."""

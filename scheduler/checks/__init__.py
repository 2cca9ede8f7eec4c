"""The checker's rules, by subject. They share no code with the constraint model."""

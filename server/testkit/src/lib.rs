//! A test plane: a database of its own, actors, builders, fake mail, a clock to turn.

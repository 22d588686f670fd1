"""Small bugs that the tests must notice: `make mutants` puts each into a copy of the program and runs the tests."""

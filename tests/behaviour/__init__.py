"""What generated clients put on the wire and read from it, cell by cell of the standards' tables."""

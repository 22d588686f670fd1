"""Pages as a browser shows them, as text: lines and glued columns → fields."""

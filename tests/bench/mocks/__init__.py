"""What our mock answers, judged by others: by jsonschema, by the clients of other generators, next to other mocks."""

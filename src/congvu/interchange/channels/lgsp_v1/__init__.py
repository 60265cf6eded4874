"""The REST interface, version 1, of provincial platforms (LGSP) such as Lạng Sơn's."""

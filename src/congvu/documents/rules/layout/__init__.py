"""Setting a document as NĐ 30/2020/NĐ-CP lays it out, and checking that it is so. Pure."""

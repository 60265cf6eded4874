"""The protocol of the national document axis (Trục liên thông văn bản quốc gia) as its SDK speaks it."""

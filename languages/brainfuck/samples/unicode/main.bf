Copies the input byte by byte
,[.,]

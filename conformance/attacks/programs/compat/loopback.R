there <- serverSocket(0L + 20000L)
here <- socketConnection("127.0.0.1", 20000L, open = "r+b", blocking = TRUE, timeout = 10)
peer <- socketAccept(there, open = "r+b", blocking = TRUE, timeout = 10)
writeBin(charToRaw("hello"), here)
writeBin(charToRaw(toupper(rawToChar(readBin(peer, "raw", 5)))), peer)
stopifnot(rawToChar(readBin(here, "raw", 5)) == "HELLO")
start <- proc.time()[["elapsed"]]
Sys.sleep(0.02)
stopifnot(proc.time()[["elapsed"]] - start >= 0.01)
stopifnot(identical(system2("echo", "42", stdout = TRUE), "42"))
hot <- function(n) { sum <- 0; for (i in seq_len(n)) sum <- (sum * 31 + i) %% 1000003; sum }
compiled <- compiler::cmpfun(hot)
stopifnot(identical(hot(10000), compiled(10000)))
cat("HELD\n")

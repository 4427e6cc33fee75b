squares <- parallel::mclapply(0:7, function(i) i * i, mc.cores = 2)
cat(sum(unlist(squares)), system('echo 42', intern = TRUE), '\n')

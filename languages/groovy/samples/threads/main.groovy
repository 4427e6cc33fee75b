import java.util.concurrent.Callable
import java.util.concurrent.Executors

def pool = Executors.newFixedThreadPool(4)
def squares = pool.invokeAll((1..4).collect { number -> { -> number ** 2 } as Callable })
println squares*.get().join(' ')
pool.shutdown()

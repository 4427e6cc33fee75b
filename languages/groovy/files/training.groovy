// Run when the toolchain is installed: what it loads and calls is in the cache that programs start from.
import groovy.transform.Immutable

@Immutable
class Point {
    int x, y
    Point plus(Point other) { new Point(x + other.x, y + other.y) }
}

def total = [1, 2, 3].collect { it * 2 }.findAll { it > 2 }.sum()
def counted = "to be or not to be".split(' ').countBy { it }.sort { -it.value }
println "$total ${counted.keySet().join(', ')} ${new Point(1, 2) + new Point(3, 4)}"
println String.format('%.2f', 1.5d) + ('abc' =~ /b/).find() + [a: 1, b: [2, 3]].b*.multiply(2)
try {
    assert (1..3).inject(0) { sum, each -> sum + each } == 6
    null.foo()
} catch (NullPointerException problem) {
    println problem.message
}

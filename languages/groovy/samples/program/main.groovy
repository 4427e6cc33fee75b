// A small language for test suites: closures with delegates make it read like one, and a category adds what strings lack.
class Suite {
    String title
    List<Map> results = []
    Closure before = {}

    void setup(Closure setup) {
        before = setup
    }

    void test(String name, Closure body) {
        def world = new Expando()
        [before, body].each { it.delegate = world; it.resolveStrategy = Closure.DELEGATE_FIRST }
        try {
            before()
            body()
            results << [name: name, ok: true]
        } catch (AssertionError | Exception problem) {
            def lines = problem.message?.readLines()
            results << [name: name, ok: false, why: lines ? lines.find() : problem.class.simpleName]
        }
    }

    String report() {
        def failed = results.count { !it.ok }
        def lines = results.collect { "  ${it.ok ? 'ok  ' : 'FAIL'} $it.name${it.ok ? '' : ": $it.why"}" }
        ([title] + lines + ["  ${results.size() - failed} of ${results.size()} passed"]).join('\n')
    }
}

class Wording {
    static String getInitials(String text) {
        text.split(/\s+/)*.getAt(0).join('')
    }
}

def describe(String title, @DelegatesTo(Suite) Closure tests) {
    def suite = new Suite(title: title)
    tests.delegate = suite
    tests()
    println suite.report()
}

describe 'A basket', {
    setup {
        basket = [apple: 0.5, pear: 0.75]
    }
    test 'sums its prices', {
        if (basket.values().sum() != 1.25) throw new Exception("the sum is ${basket.values().sum()}")
    }
    test 'is fresh for each test', {
        basket.remove 'apple'
        basket.plum = 2
        if (basket.size() != 2) throw new Exception("it holds $basket")
    }
    test 'knows what is not in it', {
        throw new NoSuchElementException('there are no plums')
    }
}

describe 'Names', {
    test 'have initials', {
        use(Wording) {
            if ('Ada King Lovelace'.initials != 'AKL') throw new Exception('Ada King Lovelace'.initials)
        }
    }
    test 'have initials only there', {
        'Ada'.initials
    }
}

fn main() {
    for (position, argument) in std::env::args().enumerate().skip(1) {
        println!("{position}: [{argument}]");
    }
}

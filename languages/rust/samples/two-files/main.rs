mod greetings;

fn main() {
    println!("{}", greetings::greet("Ada"));
}

use std::thread;

fn main() {
    let handles: Vec<_> = (1..=4).map(|number: i32| thread::spawn(move || number * number)).collect();
    let squares: Vec<String> = handles.into_iter().map(|handle| handle.join().unwrap().to_string()).collect();
    println!("{}", squares.join(" "));
}

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::Command;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

fn echo(mut there: impl Read + Write) {
    let mut word = [0; 5];
    there.read_exact(&mut word).unwrap();
    there.write_all(&word).unwrap();
}

fn ask(mut here: impl Read + Write) {
    here.write_all(b"hello").unwrap();
    let mut word = String::new();
    here.read_to_string(&mut word).unwrap();
    assert_eq!(word, "hello");
}

fn main() {
    for host in ["127.0.0.1:0", "[::1]:0"] {
        let there = TcpListener::bind(host).unwrap();
        let address = there.local_addr().unwrap();
        let server = thread::spawn(move || echo(there.accept().unwrap().0));
        ask(TcpStream::connect(address).unwrap());
        server.join().unwrap();
    }
    let there = UnixListener::bind("/tmp/echo.sock").unwrap();
    let server = thread::spawn(move || echo(there.accept().unwrap().0));
    ask(UnixStream::connect("/tmp/echo.sock").unwrap());
    server.join().unwrap();
    let (a, b) = (UdpSocket::bind("127.0.0.1:0").unwrap(), UdpSocket::bind("127.0.0.1:0").unwrap());
    b.send_to(b"x", a.local_addr().unwrap()).unwrap();
    assert_eq!(a.recv(&mut [0; 9]).unwrap(), 1);
    let (_sender, receiver) = channel::<()>();
    let start = Instant::now();
    assert!(receiver.recv_timeout(Duration::from_millis(10)).is_err() && start.elapsed() >= Duration::from_millis(10));
    assert_eq!(Command::new("echo").arg("42").output().unwrap().stdout, b"42\n");
    println!("HELD");
}

unit greetings;

interface

function greet(const name: string): string;

implementation

function greet(const name: string): string;
begin
  greet := 'Hello, ' + name + '!';
end;

end.

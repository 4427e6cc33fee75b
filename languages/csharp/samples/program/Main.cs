// A library lends books: members borrow, return late and pay for it.
using System;
using System.Collections.Generic;
using System.Linq;

struct Loan
{
    public readonly string Title, Member;
    public readonly int Day;

    public Loan(string title, string member, int day) => (Title, Member, Day) = (title, member, day);
}

class Library
{
    const int FreeDays = 14;
    const decimal Fee = 0.25m;

    readonly List<Loan> loans = new List<Loan>();
    readonly Dictionary<string, decimal> owed = new Dictionary<string, decimal>();

    public event Action<string> Told = delegate { };

    public void Lend(string title, string member, int day)
    {
        var taken = loans.Where(loan => loan.Title == title).Select(loan => loan.Member).FirstOrDefault();
        if (taken != null) throw new InvalidOperationException($"{title} is with {taken}");
        loans.Add(new Loan(title, member, day));
        Told($"day {day}: {member} borrows {title}");
    }

    public void TakeBack(string title, int day)
    {
        var loan = loans.Single(each => each.Title == title);
        loans.Remove(loan);
        var late = Math.Max(0, day - loan.Day - FreeDays);
        if (late > 0) owed[loan.Member] = Owes(loan.Member) + late * Fee;
        Told($"day {day}: {loan.Member} returns {title}" + (late > 0 ? $", {late} days late" : ""));
    }

    public decimal Owes(string member) => owed.TryGetValue(member, out var sum) ? sum : 0;

    public ILookup<string, string> ByMember() => loans.ToLookup(loan => loan.Member, loan => loan.Title);
}

class Program
{
    static void Main()
    {
        var library = new Library();
        library.Told += Console.WriteLine;
        library.Lend("Emma", "Ada", 1);
        library.Lend("Ulysses", "Grace", 2);
        try
        {
            library.Lend("Emma", "Grace", 3);
        }
        catch (InvalidOperationException refused)
        {
            Console.WriteLine($"refused: {refused.Message}");
        }
        library.TakeBack("Emma", 21);
        library.Lend("Emma", "Grace", 22);
        foreach (var titles in library.ByMember())
            Console.WriteLine($"{titles.Key} has {string.Join(", ", titles.OrderBy(title => title))}");
        Console.WriteLine($"Ada owes {library.Owes("Ada"):0.00}, Grace {library.Owes("Grace"):0.00}");
    }
}

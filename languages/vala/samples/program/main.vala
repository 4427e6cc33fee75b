// A parking garage: cars come and go, signals tell of it, and errors say what cannot be.
using Gee;

errordomain GarageError {
    FULL,
    UNKNOWN
}

enum Size {
    MOTORCYCLE,
    CAR,
    VAN;

    public int price () {
        switch (this) {
        case MOTORCYCLE: return 1;
        case CAR: return 2;
        default: return 4;
        }
    }

    public static Size parse (string text) {
        switch (text) {
        case "motorcycle": return MOTORCYCLE;
        case "car": return CAR;
        default: return VAN;
        }
    }
}

class Ticket : Object {
    public string plate { get; construct; }
    public Size size { get; construct; }
    public int hour { get; construct; }

    public Ticket (string plate, Size size, int hour) {
        Object (plate: plate, size: size, hour: hour);
    }
}

class Garage : Object {
    private Map<string, Ticket> inside = new TreeMap<string, Ticket> ();

    public int places { get; construct; }
    public int income { get; private set; default = 0; }
    public int free { get { return places - inside.size; } }

    public signal void changed (string what);

    public Garage (int places) {
        Object (places: places);
    }

    public void enter (Ticket ticket) throws GarageError {
        if (free == 0) {
            throw new GarageError.FULL (@"$(ticket.plate) must wait: $places of $places places are taken");
        }
        inside[ticket.plate] = ticket;
        changed (@"$(ticket.plate) enters");
    }

    public void leave (string plate, int hour) throws GarageError {
        Ticket ticket;
        if (!inside.unset (plate, out ticket)) {
            throw new GarageError.UNKNOWN (@"$plate is not here");
        }
        int price = int.max (1, hour - ticket.hour) * ticket.size.price ();
        income += price;
        changed (@"$plate pays $price");
    }

    public string plates () {
        return string.joinv (", ", inside.keys.to_array ());
    }
}

void main () {
    var garage = new Garage (2);
    garage.changed.connect ((what) => print ("%s, %d free\n", what, garage.free));

    string? line;
    while ((line = stdin.read_line ()) != null) {
        string[] words = line.split (" ");
        int hour = int.parse (words[0]);
        try {
            if (words[1] == "in") {
                garage.enter (new Ticket (words[2], Size.parse (words[3]), hour));
            } else {
                garage.leave (words[2], hour);
            }
        } catch (GarageError problem) {
            print ("%s\n", problem.message);
        }
    }
    print ("inside: %s; income: %d\n", garage.plates (), garage.income);
}

Console.WriteLine("MarlRec");

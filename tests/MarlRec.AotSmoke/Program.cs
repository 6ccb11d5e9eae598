using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;
using MarlRec.Text;
